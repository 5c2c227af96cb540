export interface DepConstraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}

export declare const depConstraints: readonly DepConstraint[];
