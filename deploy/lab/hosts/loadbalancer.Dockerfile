# A load balancer: HAProxy and the cluster software that moves the virtual address. Debian starts haproxy, corosync and
# pacemaker at boot, with a private cluster of one; that is left as it is.
ARG BASE
FROM ${BASE}
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    haproxy pcs corosync pacemaker pacemaker-cli-utils resource-agents python3 prometheus-node-exporter
COPY files/ /
COPY prepare /tmp/prepare
RUN sh /tmp/prepare && rm /tmp/prepare
ENV container=docker
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
