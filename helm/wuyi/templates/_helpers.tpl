{{/* Name of every object of this release; Kubernetes allows 63 characters, the longest suffix takes 10. */}}
{{- define "wuyi.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 53 | trimSuffix "-" -}}
{{- else if contains "wuyi" .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-wuyi" .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of one component; takes (list root component). Never changes between versions. */}}
{{- define "wuyi.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: wuyi
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Labels of an object; takes (list root component). */}}
{{- define "wuyi.labels" -}}
{{- $root := index . 0 -}}
{{ include "wuyi.selectorLabels" . }}
app.kubernetes.io/part-of: wuyi
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Image by digest where one is given, else by tag. */}}
{{- define "wuyi.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{- define "wuyi.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "wuyi.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* Pod fields every workload shares; takes the root. The pod never talks to the Kubernetes API. */}}
{{- define "wuyi.podBase" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  {{- with .Values.podSecurity.runAsUser }}
  runAsUser: {{ . }}
  {{- end }}
  {{- with .Values.podSecurity.runAsGroup }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- with .Values.evidence.existingClaim }}
  - name: evidence
    persistentVolumeClaim:
      claimName: {{ . }}
  {{- end }}
{{- end -}}

{{/* Container fields every workload shares; takes the root. Only /tmp can be written to. */}}
{{- define "wuyi.containerBase" -}}
image: {{ include "wuyi.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if .Values.evidence.existingClaim }}
  - name: evidence
    mountPath: /var/lib/wuyi/evidence
  {{- end }}
{{- end -}}

{{/* One variable from the secret; takes (list root variable key). */}}
{{- define "wuyi.secretVariable" -}}
{{- $root := index . 0 -}}
- name: {{ index . 1 }}
  valueFrom:
    secretKeyRef:
      name: {{ $root.Values.secret.existingSecret }}
      key: {{ index . 2 }}
{{- end -}}

{{/* Where browsers reach the platform: as told, else through the ingress, else through the service. */}}
{{- define "wuyi.publicUrl" -}}
{{- if .Values.config.publicUrl -}}
{{- .Values.config.publicUrl -}}
{{- else if .Values.ingress.enabled -}}
{{- printf "%s://%s" (ternary "https" "http" (not (empty .Values.ingress.tls))) (first .Values.ingress.hosts) -}}
{{- else -}}
{{- printf "http://%s.%s:%v" (include "wuyi.fullname" .) .Release.Namespace .Values.service.port -}}
{{- end -}}
{{- end -}}

{{/* A probe asks as a browser would: config.trustedHosts refuses a pod's own address. Takes (list root path). */}}
{{- define "wuyi.probe" -}}
httpGet:
  path: {{ index . 1 }}
  port: http
  httpHeaders:
    - name: Host
      value: {{ get (urlParse (include "wuyi.publicUrl" (index . 0))) "host" }}
{{- end -}}

{{/* Seconds a pod has to end: preStop's pause, the running requests, and some to spare. */}}
{{- define "wuyi.gracePeriod" -}}
{{- add 5 .Values.config.shutdownSeconds 5 -}}
{{- end -}}

{{/* Environment of the parts that serve tenants: the settings and the two roles that own nothing. */}}
{{- define "wuyi.servingEnvironment" -}}
envFrom:
  - configMapRef:
      name: {{ include "wuyi.fullname" . }}
env:
  {{- include "wuyi.secretVariable" (list . "RUNTIME_DATABASE_URL" .Values.secret.keys.runtime) | nindent 2 }}
  {{- include "wuyi.secretVariable" (list . "PLATFORM_DATABASE_URL" .Values.secret.keys.platform) | nindent 2 }}
  {{- with .Values.secret.keys.direct }}
  {{- include "wuyi.secretVariable" (list $ "DIRECT_DATABASE_URL" .) | nindent 2 }}
  {{- end }}
  {{- include "wuyi.secretVariable" (list . "WUYI_SECRET" .Values.secret.keys.signing) | nindent 2 }}
  {{- with .Values.secret.keys.metrics }}
  {{- include "wuyi.secretVariable" (list $ "WUYI_METRICS_TOKEN" .) | nindent 2 }}
  {{- end }}
  {{- if .Values.mail.username }}
  {{- include "wuyi.secretVariable" (list . "WUYI_SMTP_PASSWORD" .Values.mail.passwordKey) | nindent 2 }}
  {{- end }}
  {{- if .Values.evidence.s3.accessKeyId }}
  {{- include "wuyi.secretVariable" (list . "WUYI_EVIDENCE__S3_SECRET_ACCESS_KEY" .Values.evidence.s3.secretKey) | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Where the pods of a component may run; takes (list root component). Spread over nodes, then over zones. */}}
{{- define "wuyi.scheduling" -}}
{{- $root := index . 0 -}}
{{- $component := get $root.Values (index . 1) -}}
topologySpreadConstraints:
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "wuyi.selectorLabels" (list $root (index $ 1)) | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- with $component.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}
