{{- define "beeyard.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "beeyard.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 53 | trimSuffix "-" }}
{{- else if contains (include "beeyard.name" .) .Release.Name }}
{{- .Release.Name | trunc 53 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "beeyard.name" .) | trunc 53 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "beeyard.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "beeyard.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* The component keeps the pod of `helm test` out of the Service. */}}
{{- define "beeyard.selectorLabels" -}}
app.kubernetes.io/name: {{ include "beeyard.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: farm
{{- end }}

{{- define "beeyard.selfTestLabels" -}}
app.kubernetes.io/name: {{ include "beeyard.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: self-test
{{- end }}

{{- define "beeyard.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "beeyard.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "beeyard.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}

{{- define "beeyard.url" -}}
http://{{ include "beeyard.fullname" . }}.{{ .Release.Namespace }}.svc:{{ .Values.service.port }}
{{- end }}

{{- /* `helm lint` knows no namespace. */}}
{{- define "beeyard.jobNamespace" -}}
{{- default (printf "%s-jobs" .Release.Namespace | trimPrefix "-") .Values.jobs.namespace }}
{{- end }}

{{- /* As the farm has it: it labels the pods of its jobs with it. */}}
{{- define "beeyard.instance" -}}
{{- (.Values.farm.farm | default dict).instance | default "beeyard" }}
{{- end }}

{{- /* Not empty when a pool has a queue of Kueue. */}}
{{- define "beeyard.queues" -}}
{{- range .Values.farm.pools }}{{ if kindIs "map" . }}{{ with (.pod | default dict).queue }}{{ . }}{{ end }}{{ end }}{{ end }}
{{- end }}

{{- define "beeyard.replicas" -}}
{{- if .Values.replicaCount | kindIs "invalid" }}{{ ternary 1 2 .Values.trial.enabled }}{{ else }}{{ int .Values.replicaCount }}{{ end }}
{{- end }}

{{- /* Two pods at a time cannot have a volume that one node, or one farm, has for itself. */}}
{{- define "beeyard.strategy" -}}
{{- $blobsShared := or (eq .Values.blobs.store "s3") (has "ReadWriteMany" .Values.blobs.file.accessModes) }}
{{- if or .Values.trial.enabled (eq .Values.data.volume "claim") (not $blobsShared) -}}
type: Recreate
{{- else -}}
type: RollingUpdate
rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
{{- end }}
{{- end }}

{{- /* The farm's own default pool is on its machine, where a pod has nothing to build with. */}}
{{- define "beeyard.farmYaml" -}}
{{- $pools := dict "x86_64" (dict "arch" "x86_64" "executor" "kubernetes" "cpu" 2) }}
{{- if not .Values.farm.pools }}{{ toYaml (merge (dict "pools" $pools) (omit .Values.farm "pools")) }}
{{- else }}{{ toYaml .Values.farm }}{{ end }}
{{- end }}
