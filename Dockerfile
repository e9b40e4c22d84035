# syntax=docker/dockerfile:1
FROM rust:1.95-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev pkg-config zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# `dist` is smaller and a little faster, and takes much longer to build.
ARG PROFILE=release
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/build \
    CARGO_TARGET_DIR=/build cargo build --locked --profile "$PROFILE" && cp "/build/$PROFILE/mubatch" /mubatch

FROM debian:12-slim
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 zlib1g && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 mubatch && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin mubatch
COPY --from=build /mubatch /usr/local/bin/mubatch
COPY LICENSE /usr/share/doc/mubatch/LICENSE
USER 10001:10001
EXPOSE 9464
ENTRYPOINT ["mubatch"]
# The job is mounted at /etc/mubatch; outside the container only what is published can reach the admin server.
CMD ["run", "/etc/mubatch/job.yaml", "--set", "admin.listen=0.0.0.0:9464"]
