/** What an emergency may be; `unspecified` is one that nobody has named. */
export const emergencyKinds = [
  'fire',
  'medical',
  'violence',
  'break-in',
  'power',
  'water',
  'gas',
  'trapped',
  'evacuation',
  'unspecified',
] as const;
export type EmergencyKind = (typeof emergencyKinds)[number];

/** How an emergency of one kind is spoken of. `likely` phrases also turn up where nothing is on fire: calm words cancel them. */
export interface EmergencyPhrases {
  readonly kind: EmergencyKind;
  readonly certain: readonly string[];
  readonly likely: readonly string[];
}
