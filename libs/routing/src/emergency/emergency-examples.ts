/** What the learned detector is made of, beside the assistants' own examples. */
export interface EmergencyExamples {
  /** Messages of people in danger, as they are typed. */
  readonly emergencies: readonly string[];
  /** Messages that only sound so: figures of speech, denials, what is long over, what is only asked about. */
  readonly traps: readonly string[];
}
