# A host which runs containers: broker, antiloop, manage.
ARG BASE
FROM ${BASE}
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends docker.io \
    prometheus-node-exporter
COPY files/ /
COPY prepare /tmp/prepare
RUN sh /tmp/prepare && rm /tmp/prepare
ENV container=docker
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
