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
