# The layer all workload images share: a shell, certificates, names for the usual ids.
ARG WORKSHOP
FROM ${WORKSHOP} AS workshop
RUN mkdir -p /out/bin /out/etc/ssl/certs /out/tmp /out/root /out/usr/bin /out/usr/sbin /out/var \
    && collect /out /bin/busybox \
    && for name in $(busybox --list); do [ "$name" = busybox ] || ln -s busybox "/out/bin/$name"; done \
    && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \
    && printf 'root:x:0:0::/root:/bin/sh\ngb:x:1000:1000::/tmp:/bin/sh\nnobody:x:65534:65534::/tmp:/bin/sh\n' >/out/etc/passwd \
    && printf 'root:x:0:\ngb:x:1000:\nnogroup:x:65534:\n' >/out/etc/group \
    && printf 'hosts: files dns\n' >/out/etc/nsswitch.conf \
    && collect /out /lib/x86_64-linux-gnu/libnss_files.so.2 /lib/x86_64-linux-gnu/libnss_dns.so.2 /lib/x86_64-linux-gnu/libc.so.6 \
    && chmod 1777 /out/tmp
FROM scratch
COPY --from=workshop /out /
ENV PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin
