/** Views of memory as bare addresses, without a length or bounds checks. */

@unmanaged
@final
export class U8s {
  @inline @operator('[]') private __get(i: i32): i32 {
    return load<u8>(changetype<usize>(this) + <usize>i);
  }
  @inline @operator('[]=') private __set(i: i32, v: i32): void {
    store<u8>(changetype<usize>(this) + <usize>i, v);
  }
}

@unmanaged
@final
export class I8s {
  @inline @operator('[]') private __get(i: i32): i32 {
    return load<i8>(changetype<usize>(this) + <usize>i);
  }
  @inline @operator('[]=') private __set(i: i32, v: i32): void {
    store<i8>(changetype<usize>(this) + <usize>i, v);
  }
}

@unmanaged
@final
export class U16s {
  @inline @operator('[]') private __get(i: i32): i32 {
    return load<u16>(changetype<usize>(this) + ((<usize>i) << 1));
  }
  @inline @operator('[]=') private __set(i: i32, v: i32): void {
    store<u16>(changetype<usize>(this) + ((<usize>i) << 1), v);
  }
}

@unmanaged
@final
export class I32s {
  @inline @operator('[]') private __get(i: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>i) << 2));
  }
  @inline @operator('[]=') private __set(i: i32, v: i32): void {
    store<i32>(changetype<usize>(this) + ((<usize>i) << 2), v);
  }
}

@unmanaged
@final
export class F32s {
  @inline @operator('[]') private __get(i: i32): f64 {
    return <f64>load<f32>(changetype<usize>(this) + ((<usize>i) << 2));
  }
  @inline @operator('[]=') private __set(i: i32, v: f64): void {
    store<f32>(changetype<usize>(this) + ((<usize>i) << 2), <f32>v);
  }
}

@unmanaged
@final
export class F64s {
  @inline @operator('[]') private __get(i: i32): f64 {
    return load<f64>(changetype<usize>(this) + ((<usize>i) << 3));
  }
  @inline @operator('[]=') private __set(i: i32, v: f64): void {
    store<f64>(changetype<usize>(this) + ((<usize>i) << 3), v);
  }
}
