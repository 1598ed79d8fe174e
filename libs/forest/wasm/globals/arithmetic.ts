@inline export function imul(a: i32, b: i32): i32 {
  return a * b;
}
@inline export function ctz32(x: i32): i32 {
  return ctz<i32>(x);
}
@inline export function highWord(x: f64): i32 {
  return <i32>(reinterpret<u64>(x) >> 32);
}
@inline export function withHighWord(x: f64, high: i32): f64 {
  return reinterpret<f64>((reinterpret<u64>(x) & 0xffffffff) | (<u64>(<u32>high) << 32));
}
@inline export function isBelow(a: f64, b: f64): i32 {
  return <i32>(a < b);
}
@inline export function copyBytes(from: U8s, at: i32, to: U8s, start: i32, count: i32): void {
  const source = changetype<usize>(from) + <usize>at;
  const target = changetype<usize>(to) + <usize>start;
  const bytes = <usize>count;
  let i: usize = 0;
  for (; i + 8 <= bytes; i += 8) store<u64>(target + i, load<u64>(source + i));
  for (; i < bytes; i++) store<u8>(target + i, load<u8>(source + i));
}
