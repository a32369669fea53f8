# Debian's Redis. Takes the command the guide gives the official image: redis-server /data/redis.conf --save 20 1
ARG WORKSHOP
ARG BOTTOM
FROM ${WORKSHOP} AS workshop
ARG VERSION
RUN redis-server --version | grep -F "v=${VERSION} " \
    && collect /out /usr/bin/redis-server /usr/bin/redis-cli && mkdir -m 0777 /out/data
FROM ${BOTTOM}
COPY --from=workshop /out /
WORKDIR /data
EXPOSE 6379
LABEL org.opencontainers.image.description="Redis as packaged by Debian 12, for the Isobar lab"
CMD ["redis-server"]
