/** Where one model of one provider is. */
export interface ProviderSettings {
  /** As it is named in the order, in readiness and in what is logged. */
  readonly provider?: string;
  readonly apiKey: string;
  /** Where the provider, or something that speaks its protocol, answers; the provider's own address when absent. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
}
