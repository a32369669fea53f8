import Commands

await Isobar.start()
