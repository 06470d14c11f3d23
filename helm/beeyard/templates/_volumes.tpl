{{- define "beeyard.volumes" -}}
- name: config
  configMap: {name: {{ include "beeyard.fullname" . }}}
- name: tmp
  emptyDir: {sizeLimit: {{ .Values.tmpSize }}}
- name: data
{{- if .Values.trial.enabled }}
  persistentVolumeClaim: {claimName: {{ default (printf "%s-trial" (include "beeyard.fullname" .)) .Values.trial.existingClaim }}}
{{- else if eq .Values.data.volume "claim" }}
  persistentVolumeClaim: {claimName: {{ default (printf "%s-data" (include "beeyard.fullname" .)) .Values.data.existingClaim }}}
{{- else if eq .Values.data.volume "ephemeral" }}
  ephemeral:
    volumeClaimTemplate:
      spec: {{- include "beeyard.claimSpec" (dict "accessModes" (list "ReadWriteOnce") "size" .Values.data.size "storageClass" .Values.data.storageClass) | nindent 8 }}
{{- else }}
  emptyDir: {sizeLimit: {{ .Values.data.size }}}
{{- end }}
{{- if and (eq .Values.blobs.store "file") (not .Values.trial.enabled) }}
- name: blobs
  persistentVolumeClaim: {claimName: {{ default (printf "%s-blobs" (include "beeyard.fullname" .)) .Values.blobs.file.existingClaim }}}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "beeyard.volumeMounts" -}}
- {name: config, mountPath: /etc/beeyard, readOnly: true}
- {name: tmp, mountPath: /tmp}
- {name: data, mountPath: /var/lib/beeyard}
{{- if and (eq .Values.blobs.store "file") (not .Values.trial.enabled) }}
- {name: blobs, mountPath: /var/lib/beeyard/blobs}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "beeyard.claimSpec" -}}
accessModes: {{ toYaml .accessModes | nindent 2 }}
{{- with .storageClass }}
storageClassName: {{ . | quote }}
{{- end }}
resources: {requests: {storage: {{ .size }}}}
{{- end }}
