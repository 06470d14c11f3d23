{{- define "beeyard.environment" -}}
- {name: BEEYARD_HOME, value: /var/lib/beeyard}
- {name: BEEYARD_CONFIG, value: /etc/beeyard/farm.yaml}
- {name: QUARKUS_HTTP_HOST, value: 0.0.0.0}
- {name: QUARKUS_HTTP_PORT, value: "8080"}
{{- with .Values.javaOptions }}
- {name: BEEYARD_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{- /* Without a URL the farm starts its own database. */}}
{{- if not .Values.trial.enabled }}
- {name: QUARKUS_DATASOURCE_JDBC_URL, value: {{ .Values.database.url | quote }}}
{{- with .Values.database }}
{{- include "beeyard.secret" (list "QUARKUS_DATASOURCE_USERNAME" .existingSecret .usernameKey) }}
{{- include "beeyard.secret" (list "QUARKUS_DATASOURCE_PASSWORD" .existingSecret .passwordKey) }}
{{- end }}
{{- end }}
- {name: BEEYARD_BLOBS_STORE, value: {{ .Values.blobs.store }}}
{{- if eq .Values.blobs.store "file" }}
- {name: BEEYARD_BLOBS_FOLDER, value: /var/lib/beeyard/blobs}
{{- else }}
{{- with .Values.blobs.s3 }}
- {name: BEEYARD_BLOBS_S3_ENDPOINT, value: {{ .endpoint | quote }}}
- {name: BEEYARD_BLOBS_S3_BUCKET, value: {{ .bucket | quote }}}
- {name: BEEYARD_BLOBS_S3_REGION, value: {{ .region | quote }}}
- {name: BEEYARD_BLOBS_S3_PATH_STYLE, value: {{ .pathStyle | quote }}}
- {name: BEEYARD_BLOBS_S3_LINKS, value: {{ .links | quote }}}
{{- include "beeyard.secret" (list "BEEYARD_BLOBS_S3_ACCESS_KEY" .existingSecret .accessKeyKey) }}
{{- include "beeyard.secret" (list "BEEYARD_BLOBS_S3_SECRET_KEY" .existingSecret .secretKeyKey) }}
{{- end }}
{{- end }}
{{- with .Values.patchwork }}
{{- include "beeyard.secret" (list "PATCHWORK_TOKEN" .existingSecret .tokenKey) }}
{{- end }}
{{- with .Values.mail }}
{{- include "beeyard.secret" (list "MAIL_PASSWORD" .existingSecret .passwordKey) }}
{{- end }}
{{- with .Values.signIn }}
{{- if .adminTokenKey }}{{ include "beeyard.secret" (list "SIGN_IN_ADMIN_TOKEN" .existingSecret .adminTokenKey) }}{{ end }}
{{- if .oidcSecretKey }}{{ include "beeyard.secret" (list "SIGN_IN_OIDC_CLIENT_SECRET" .existingSecret .oidcSecretKey) }}{{ end }}
{{- end }}
- {name: CLUSTER_NAMESPACE, value: {{ include "beeyard.jobNamespace" . | quote }}}
- {name: CLUSTER_FARM_URL, value: {{ default (include "beeyard.url" .) .Values.jobs.farmUrl | quote }}}
{{- with .Values.jobs }}
- {name: CLUSTER_IMAGE, value: "{{ .image.repository }}:{{ default $.Chart.AppVersion .image.tag }}"}
- {name: CLUSTER_PULL_POLICY, value: {{ .image.pullPolicy }}}
{{- if .imagePullSecrets }}
{{- $names := list }}
{{- range .imagePullSecrets }}{{ $names = append $names .name }}{{ end }}
- {name: CLUSTER_PULL_SECRETS, value: {{ join "," $names | quote }}}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "beeyard.secret" }}
{{- if index . 1 }}
- {name: {{ index . 0 }}, valueFrom: {secretKeyRef: {name: {{ index . 1 | quote }}, key: {{ index . 2 | quote }}}}}
{{- end }}
{{- end }}
