# Python and its MQTT client, for the stand-ins.
ARG WORKSHOP
ARG BOTTOM
FROM ${WORKSHOP} AS workshop
RUN cd /usr/lib/python3.11 && rm -rf test idlelib lib2to3 ensurepip distutils turtledemo tkinter pydoc_data unittest \
    && find /usr/lib/python3* -name '*.opt-*.pyc' -delete \
    && collect /out /usr/bin/python3.11 /usr/lib/python3.11 /usr/lib/python3/dist-packages/paho \
    && ln -s python3.11 /out/usr/bin/python3
FROM ${BOTTOM}
COPY --from=workshop /out /
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
