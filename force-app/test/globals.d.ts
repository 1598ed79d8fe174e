declare namespace jest {
  interface Matchers<R> {
    toBeAccessible(): Promise<R>;
  }
}
