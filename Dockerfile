# The packages and the browser's files are made in the first stage; what runs has neither pip nor npm.
FROM python:3.11-slim AS build
WORKDIR /srv
COPY requirements.txt requirements-node.txt ./
RUN python -m venv --without-pip /venv && pip --python /venv/bin/python install --no-cache-dir --require-hashes -r requirements.txt
COPY app app
COPY templates templates
COPY static static
RUN python -m app.assets build && rm -rf static/node_modules .tools
# Nobody may write here later; times of files say nothing after they have been copied.
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash app

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PORT=8000 DATABASE=/data/all-aboard.sqlite3
WORKDIR /srv
COPY --from=build /venv /venv
COPY --from=build /srv /srv
RUN install -d -o 10001 -g 10001 /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
# A signal that comes before Python can handle it waits: nobody handles it yet, and the first process would not hear it.
CMD ["env", "--block-signal=TERM", "python", "-m", "app"]
