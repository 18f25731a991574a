/** What the texts of a rules directory add to the language, by name; upper and lower case differ. */
export interface ConditionNames {
  /** `@name` stands for the expression, as if it were in parentheses. */
  readonly macros?: Readonly<Record<string, string>>;
  /** `x IN name` asks for one of the values: texts and whole numbers of 64 bits. */
  readonly lists?: Readonly<Record<string, readonly (string | number | bigint)[]>>;
}
