#!/bin/sh
# Creates the namespace once. The service adds its search attributes itself.
set -eu
attempt=1
until temporal operator cluster health; do
  [ "$attempt" -lt 30 ] || { echo "Temporal does not answer at $TEMPORAL_ADDRESS" >&2; exit 1; }
  attempt=$((attempt + 1))
  sleep 2
done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
