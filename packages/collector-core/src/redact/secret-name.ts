/** Longest tail of a name that is looked at, which bounds the work per name. */
const longestTail = 40;

const secretTail =
  /(?:passwords?|passwd|passphrase|passcode|secret|secret[-_.]string|secret[-_.]?key[-_.]?base|credentials?|token|(?:api|access|private|secret|auth|account|encryption|master|signing)[-_.]?key|(?:^|[-_.]|ssh|store|key)pass|(?:^|[-_.]|db)pwd?|authorization|oauth2-bearer|cookie)(?:[-_]?\d{1,3})?$/i;
const question =
  /^(?:no|ask|prompt|with|force|reset|change|show|require|skip|use|has|enable|disable|generate)-|^ask\w*-/i;

/**
 * Whether a flag, variable, header or field of this name holds a secret. The secret word has to end the name: `password-file` and
 * `ACCESS_KEY_ID` name other things, and `no-password` or `ask-pass` take no value.
 */
export function isSecretName(name: string): boolean {
  if (name === 'PWD' || name === 'OLDPWD' || name === '') return false;
  return secretTail.test(name.slice(-longestTail)) && !question.test(name);
}
