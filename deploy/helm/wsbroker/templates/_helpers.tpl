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
{{- if not (regexMatch "^[0-9]{1,2}:[0-9]{2}:[0-9]{2}$" (toString .)) -}}
{{- fail (printf "options.drain: %q has to be a time as \"hh:mm:ss\", in whole seconds: terminationGracePeriodSeconds is reckoned from it" (toString .)) -}}
{{- end -}}
{{- $parts := splitList ":" . -}}
{{- add (mul 3600 (index $parts 0 | atoi)) (mul 60 (index $parts 1 | atoi)) (index $parts 2 | atoi) -}}
{{- end -}}

{{/* Who may come in is chosen, or a node would not start: here, or in a Secret that the chart does not see. */}}
{{- define "wsbroker.guard" -}}
{{- $auth := default dict .Values.options.auth -}}
{{- $webhooks := default dict .Values.options.webhooks -}}
{{- $keys := list "WSBROKER__AUTH__REQUIRED" "WSBROKER__WEBHOOKS__CONNECT" "WSBROKER__INSECURE" -}}
{{- $isChosen := or .Values.options.insecure $auth.required $webhooks.connect .Values.secret.existing -}}
{{- range $keys -}}
{{- $isChosen = or $isChosen (hasKey $.Values.secret.values .) -}}
{{- end -}}
{{- if not $isChosen -}}
{{- fail "anybody could do everything: set options.auth.required=true and options.auth.keys, or options.webhooks.connect, or, if that is what you want, options.insecure=true" -}}
{{- end -}}
{{- end -}}

{{- define "wsbroker.config" -}}
{{- include "wsbroker.guard" . -}}
{{- range $key, $place := dict "listen" "what it listens on is the chart's" "engine" "set redis, or WSBROKER__ENGINE in the secret" "proxies" "set proxies" "scrapers" "set scrapers" -}}
{{- if hasKey $.Values.options $key -}}
{{- fail (printf "options.%s would have no effect: %s" $key $place) -}}
{{- end -}}
{{- end -}}
{{- $fixed := dict "listen" (list "0.0.0.0:8080") "engine" (printf "redis:%s" .Values.redis) "proxies" .Values.proxies "scrapers" .Values.scrapers -}}
{{- mergeOverwrite (deepCopy .Values.options) $fixed | toPrettyJson -}}
{{- end -}}
