{{- /* What cannot work together, all of it at once. The schema has told before what is wrong by itself. */}}
{{- define "beeyard.problems" -}}
{{- $v := .Values }}
{{- $several := gt (include "beeyard.replicas" . | int) 1 }}
{{- $problems := list }}

{{- if $v.trial.enabled }}
  {{- if $v.database.url }}
    {{- $problems = append $problems "trial.enabled brings a PostgreSQL of its own: leave database.url empty, or switch the trial off." }}
  {{- end }}
  {{- if $several }}
    {{- $problems = append $problems "trial.enabled is for one replica: its database runs in the farm's own pod. Leave replicaCount empty." }}
  {{- end }}
  {{- if ne $v.blobs.store "file" }}
    {{- $problems = append $problems "trial.enabled keeps blobs beside its database: leave blobs.store at file." }}
  {{- end }}
{{- else }}
  {{- if not $v.database.url }}
    {{- $problems = append $problems "database.url is empty: name a PostgreSQL, as in jdbc:postgresql://HOST:5432/NAME, or set trial.enabled." }}
  {{- else if not $v.database.existingSecret }}
    {{- $problems = append $problems "database.existingSecret is empty: name the Secret with the database's user and password." }}
  {{- end }}
  {{- if regexMatch "[?&](user|password)=|//[^/]*@" $v.database.url }}
    {{- $problems = append $problems "database.url has a user or password in it, for all to see: put them into the Secret that database.existingSecret names." }}
  {{- end }}
  {{- if and $several (eq $v.data.volume "claim") }}
    {{- $problems = append $problems "data.volume is claim, which is for one replica: a git store has one writer. With more, take emptyDir or ephemeral." }}
  {{- end }}
  {{- if and $several (eq $v.blobs.store "file") (not (has "ReadWriteMany" $v.blobs.file.accessModes)) }}
    {{- $problems = append $problems "blobs.store is file and blobs.file.accessModes has no ReadWriteMany: several replicas cannot share such a volume. Take a storage class that can, s3, or one replica." }}
  {{- end }}
{{- end }}

{{- if eq $v.blobs.store "s3" }}
  {{- range $key := list "endpoint" "bucket" "existingSecret" }}
    {{- if not (get $v.blobs.s3 $key) }}
      {{- $problems = append $problems (printf "blobs.store is s3 and blobs.s3.%s is empty." $key) }}
    {{- end }}
  {{- end }}
  {{- if and $v.blobs.s3.links $v.networkPolicy.enabled (not $v.networkPolicy.jobs.cidrs) }}
    {{- $problems = append $problems "blobs.s3.links sends jobs to the endpoint, and networkPolicy.jobs.cidrs does not let them go there. Name its addresses, or switch links off." }}
  {{- end }}
{{- end }}

{{- if and $v.jobs.farmUrl $v.networkPolicy.enabled (not $v.networkPolicy.jobs.cidrs) }}
  {{- $service := printf "^%s[.]%s([.]svc([.].+)?)?$" (include "beeyard.fullname" .) .Release.Namespace }}
  {{- if not (regexMatch $service (urlParse $v.jobs.farmUrl).hostname) }}
    {{- $problems = append $problems "jobs.farmUrl sends jobs elsewhere than to the farm's Service, and networkPolicy.jobs.cidrs does not let them go there. Name its addresses and networkPolicy.jobs.ports, or leave jobs.farmUrl empty." }}
  {{- end }}
{{- end }}

{{- $instance := include "beeyard.instance" . }}
{{- if not (regexMatch "^[A-Za-z0-9]([-A-Za-z0-9_]{0,38}[A-Za-z0-9])?$" $instance) }}
  {{- $problems = append $problems (printf "farm.farm.instance is %s: pods are labelled by it, so it may have letters, digits, - and _ only, 40 at most, and begins and ends with a letter or a digit." $instance) }}
{{- end }}
{{- if eq (include "beeyard.jobNamespace" .) .Release.Namespace }}
  {{- $problems = append $problems (printf "jobs.namespace is the release's own, %s: the farm may read all Secrets there, and jobs run what strangers wrote. Give jobs one of their own." .Release.Namespace) }}
{{- end }}
{{- range $name, $pool := $v.farm.pools }}
  {{- if not (kindIs "map" $pool) }}
    {{- $problems = append $problems (printf "farm.pools.%v has nothing below it: say at least executor: kubernetes, or take it out." $name) }}
  {{- else }}
    {{- if ne (toString $pool.executor) "kubernetes" }}
      {{- $problems = append $problems (printf "farm.pools.%v.executor must be kubernetes: the farm's pod has nothing to build and boot with." $name) }}
    {{- end }}
    {{- if and $v.jobs.createNamespace (ne $v.jobs.podSecurity "privileged") (get (($pool.pod | default dict).cache | default dict) "host-path") }}
      {{- $problems = append $problems (printf "farm.pools.%v.pod.cache.host-path: pods with a hostPath are refused in a namespace that is %s. Take a claim, or set jobs.podSecurity to privileged." $name $v.jobs.podSecurity) }}
    {{- end }}
  {{- end }}
{{- end }}

{{- if and $v.ingress.enabled (not $v.ingress.hosts) }}
  {{- $problems = append $problems "ingress.enabled and ingress.hosts is empty: name the host by which people reach the farm." }}
{{- end }}
{{- if and $v.networkPolicy.enabled (not $v.networkPolicy.farm.from) }}
  {{- if $v.ingress.enabled }}
    {{- $problems = append $problems "ingress.enabled and networkPolicy.farm.from is empty: the ingress controller could not reach the farm. Name its namespace there." }}
  {{- end }}
  {{- if $v.metrics.serviceMonitor.enabled }}
    {{- $problems = append $problems "metrics.serviceMonitor.enabled and networkPolicy.farm.from is empty: Prometheus could not reach the farm. Name its namespace there." }}
  {{- end }}
{{- end }}

{{- range $path := include "beeyard.writtenSecrets" (dict "at" "farm" "in" $v.farm) | splitList "\n" }}
  {{- if $path }}
    {{- $problems = append $problems (printf "%s is written out, for all to see in a ConfigMap: write ${NAME:} there, and give NAME by an existingSecret or extraEnvFrom." $path) }}
  {{- end }}
{{- end }}

{{- if $problems }}
  {{- fail (printf "\n\nThese values cannot work together:\n  - %s\n" (join "\n  - " $problems)) }}
{{- end }}
{{- end }}

{{- /* The paths of passwords and tokens that are not just the name of an environment variable; never their values. */}}
{{- define "beeyard.writtenSecrets" -}}
{{- $at := .at }}
{{- if kindIs "map" .in }}
  {{- range $key, $value := .in }}
    {{- $here := printf "%s.%s" $at $key }}
    {{- if kindIs "string" $value }}
      {{- if and (regexMatch "(^|-)(token|password|secret|secret-key|access-key)$" $key) $value (not (regexMatch "^\\$\\{[A-Za-z0-9_.-]+:?\\}$" $value)) }}
        {{- $here }}{{ "\n" }}
      {{- end }}
    {{- else }}
      {{- include "beeyard.writtenSecrets" (dict "at" $here "in" $value) }}
    {{- end }}
  {{- end }}
{{- else if kindIs "slice" .in }}
  {{- range $index, $value := .in }}
    {{- include "beeyard.writtenSecrets" (dict "at" (printf "%s[%d]" $at $index) "in" $value) }}
  {{- end }}
{{- end }}
{{- end }}
