/// The configuration language of HAProxy (Configuration Manual 2.6, section 2).
enum HAProxy {}
