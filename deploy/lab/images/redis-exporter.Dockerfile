# Debian's Redis exporter. Takes the environment of the image oliver006/redis_exporter, whose program it is.
ARG WORKSHOP
ARG BOTTOM
FROM ${WORKSHOP} AS workshop
ARG VERSION
RUN prometheus-redis-exporter --version 2>&1 | grep -F "${VERSION}" && collect /out /usr/bin/prometheus-redis-exporter
FROM ${BOTTOM}
COPY --from=workshop /out /
EXPOSE 9121
LABEL org.opencontainers.image.description="Redis exporter as packaged by Debian 12, for the Isobar lab"
ENTRYPOINT ["prometheus-redis-exporter"]
