# Where the parts of the workload images come from: Debian's own packages. Nothing runs in this image.
ARG BASE
FROM ${BASE}
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        busybox mosquitto mosquitto-clients python3 python3-paho-mqtt python3-yaml redis-server redis-tools \
    # Prometheus' dependencies are fonts and scripts of its console, which the lab does not need.
    && cd /tmp && apt-get download -q prometheus prometheus-redis-exporter \
    && for file in prometheus*.deb; do dpkg --extract "$file" prometheus || exit; done \
    && mv prometheus/usr/bin/prom* /usr/bin/ && rm -r prometheus* \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY collect /usr/local/bin/collect
