# syntax=docker/dockerfile:1
# Debian, never Alpine: Temporal's native bridge ships for glibc only.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.base.json tsconfig.json tsconfig.build.json ./
COPY types ./types
COPY bin ./bin
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY examples ./examples
COPY LICENSE ./
# State (records, content-addressed store, first users' tokens) lies in a volume that the unprivileged user owns.
RUN ln -s /app/bin/vta.js /usr/local/bin/vta \
  && install -d -o node -g node -m 0700 /var/lib/vta
USER node
VOLUME /var/lib/vta
EXPOSE 8780
ENTRYPOINT ["vta"]
CMD ["serve"]
