# Debian's Prometheus and promtool, laid out as the official image: any user, configuration in /etc/prometheus.
ARG WORKSHOP
ARG BOTTOM
FROM ${WORKSHOP} AS workshop
ARG VERSION
RUN prometheus --version 2>&1 | grep -F "version ${VERSION}" \
    && collect /out /usr/bin/prometheus /usr/bin/promtool && mkdir -p /out/etc/prometheus && mkdir -m 0777 /out/prometheus
FROM ${BOTTOM}
COPY --from=workshop /out /
WORKDIR /prometheus
EXPOSE 9090
LABEL org.opencontainers.image.description="Prometheus as packaged by Debian 12, for the Isobar lab"
ENTRYPOINT ["prometheus"]
CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]
