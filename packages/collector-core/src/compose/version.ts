/** Version of the suite: all parts have the same. */
export const version = '0.1.0';
