# Where the parts of the workload images come from: Debian's own packages. Nothing runs in this image.
ARG BASE
FROM ${BASE}
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        busybox mosquitto mosquitto-clients python3 python3-paho-mqtt redis-server redis-tools \
    # Prometheus' dependencies are fonts and scripts of its console, which the lab does not need.
    && cd /tmp && apt-get download -q prometheus && dpkg --extract prometheus_*.deb prometheus \
    && mv prometheus/usr/bin/prometheus prometheus/usr/bin/promtool /usr/bin/ && rm -r prometheus* \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY collect /usr/local/bin/collect
