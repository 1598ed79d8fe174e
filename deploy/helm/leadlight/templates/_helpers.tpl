{{- define "leadlight.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "leadlight.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* Labels that select the pods of one component; the argument is a list of the root and the component. */}}
{{- define "leadlight.selector" -}}
{{- $root := index . 0 }}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "leadlight.image" -}}
{{- $repository := required "image.repository is empty: build docs/operating/Dockerfile, push the image, and set where it is" .Values.image.repository }}
{{- if .Values.image.digest }}{{ $repository }}@{{ .Values.image.digest }}{{ else }}{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* Pods run as an unprivileged user, cannot gain rights, and get no token of the cluster. */}}
{{- define "leadlight.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "leadlight.container" -}}
image: {{ include "leadlight.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
env:
  - name: DATABASE_URL
    valueFrom:
      secretKeyRef:
        name: {{ .Values.secrets.database }}
        key: DATABASE_URL
  - name: LEADLIGHT_SECRET_KEYS_FILE
    value: /etc/leadlight/secret-keys
  {{- if .Values.secrets.databaseAuthority }}
  - name: NODE_EXTRA_CA_CERTS
    value: /etc/leadlight-database/ca.crt
  {{- end }}
  {{- with .Values.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumeMounts:
  - name: temporary
    mountPath: /tmp
  - name: sealing
    mountPath: /etc/leadlight
    readOnly: true
  {{- if .Values.secrets.databaseAuthority }}
  - name: database-authority
    mountPath: /etc/leadlight-database
    readOnly: true
  {{- end }}
{{- end }}

{{- define "leadlight.volumes" -}}
- name: temporary
  emptyDir:
    sizeLimit: 1Gi
- name: sealing
  secret:
    secretName: {{ .Values.secrets.sealing }}
    defaultMode: 0440
    items:
      - key: secret-keys
        path: secret-keys
{{- if .Values.secrets.databaseAuthority }}
- name: database-authority
  secret:
    secretName: {{ .Values.secrets.databaseAuthority }}
{{- end }}
{{- end }}

{{- /* What every pod may reach: names and its database. */}}
{{- define "leadlight.egress" -}}
- to:
    - namespaceSelector: {}
      podSelector:
        matchLabels: { k8s-app: kube-dns }
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
- ports:
    - { protocol: TCP, port: {{ .Values.networkPolicy.database.port }} }
  {{- with .Values.networkPolicy.database.peers }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with .Values.networkPolicy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end }}
