# aquila2 in a container: the server by default, any other command by name.
#
#   docker build -t aquila2 --build-arg TORCH_INDEX=ADDRESS .     for CPUs; ADDRESS of PyTorch's CPU builds, as its install page says
#   docker build -t aquila2:cuda --target cuda .                  for NVIDIA GPUs
#   docker run --rm -p 127.0.0.1:8000:8000 -v models:/models aquila2 serve model=AquilaChat2-7B host=0.0.0.0
#   docker run --rm -v models:/models aquila2 download AquilaChat2-7B
#
# Nothing runs as root, nothing needs to be written but the volumes /models, /knowledge and /cache. compose.yaml runs
# the server with a knowledge base.

FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY aquila2 ./aquila2
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.12-slim-bookworm AS runtime
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/cache \
    XDG_DATA_HOME=/knowledge \
    HOME=/cache
# git brings models from WiseModel; the user and its folders have a fixed number, so that volumes keep their owner
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 aquila \
 && useradd --uid 10001 --gid aquila --home-dir /cache --no-create-home --shell /usr/sbin/nologin aquila \
 && mkdir /models /knowledge /cache \
 && ln -s /models /srv/checkpoints \
 && chown aquila:aquila /models /knowledge /cache
COPY constraints.txt /constraints.txt
ARG TORCH_INDEX=
RUN if [ -n "$TORCH_INDEX" ]; then \
      python -m pip install --no-cache-dir --constraint /constraints.txt --index-url "$TORCH_INDEX" torch; \
    fi
COPY --from=build /wheels /wheels
RUN python -m pip install --no-cache-dir --constraint /constraints.txt "$(ls /wheels/aquila2-*.whl)[all]"
# ./checkpoints, where commands look for models, is /models
WORKDIR /srv
VOLUME ["/models", "/knowledge", "/cache"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["aquila2"]
CMD ["serve", "host=0.0.0.0"]

# Triton compiles a few lines of C for each kernel when it first runs
FROM runtime AS cuda
RUN apt-get update \
 && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 10001:10001

FROM runtime AS cpu
USER 10001:10001
