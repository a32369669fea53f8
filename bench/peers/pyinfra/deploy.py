"""What Isobar looks after, as operations of pyinfra: the same directories, files, networks and containers on the same
hosts. The variables and files are those of `peers/capture`."""
from pyinfra import host
from pyinfra.operations import docker, files

for directory in host.data.directories:
    files.directory(
        name=f"Directory {directory['path']}", path=directory["path"], user=directory["owner"], group=directory["group"],
        mode=directory["mode"],
    )

for file in host.data.files:
    files.put(
        name=f"File {file['path']}", src=file["plain"], dest=file["path"], user=file["owner"], group=file["group"],
        mode=file["mode"], add_deploy_dir=False,
    )

for network in host.data.networks:
    docker.network(name=f"Network {network}", network=network)

for container in host.data.containers:
    extra = [f"--stop-timeout={container['stopTimeout']}"]
    extra += [f"--add-host={name}:{address}" for name, address in container["extraHosts"].items()]
    docker.container(
        name=f"Container {container['name']}", container=container["name"], image=container["image"],
        env_vars=[f"{key}={value}" for key, value in container["env"].items()],
        labels=[f"{key}={value}" for key, value in container["labels"].items()],
        networks=[container["network"]], volumes=container["volumes"], restart_policy=container["restart"],
        extra_args=extra,
    )
