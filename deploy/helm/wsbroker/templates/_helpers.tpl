{{- define "wsbroker.labels" -}}
app.kubernetes.io/name: wsbroker
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "wsbroker.name" -}}
{{ printf "%s-wsbroker" .Release.Name | trunc 52 | trimSuffix "-" }}
{{- end -}}

{{- define "wsbroker.secret" -}}
{{ default (include "wsbroker.name" .) .Values.secret.existing }}
{{- end -}}

{{/* drain:pause and drain:timeout stand in the options as hh:mm:ss; what Kubernetes is told has to be longer than both, the pause before and some seconds. */}}
{{- define "wsbroker.seconds" -}}
{{- $parts := splitList ":" . -}}
{{- add (mul 3600 (index $parts 0 | atoi)) (mul 60 (index $parts 1 | atoi)) (index $parts 2 | atoi) -}}
{{- end -}}

{{- define "wsbroker.config" -}}
{{- $fixed := dict "listen" (list "0.0.0.0:8080") "engine" (printf "redis:%s" .Values.redis) "proxies" .Values.proxies "scrapers" .Values.scrapers -}}
{{- mergeOverwrite (deepCopy .Values.options) $fixed | toPrettyJson -}}
{{- end -}}
