package net.groupvpn.overlay.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The constants of one enum, by their bytes. Immutable. */
public final class CodeTable<E extends Enum<E> & WireCode> {
  private static final int CODES = 1 << Byte.SIZE;

  private final String what;
  private final @Nullable E[] byCode;

  /** {@code what} is the enum's name in error messages. */
  public CodeTable(String what, E[] values) {
    this.what = what;
    byCode = Arrays.copyOf(values, CODES);
    Arrays.fill(byCode, null);
    for (E value : values) {
      if (byCode[value.code()] != null) {
        throw new IllegalArgumentException("two constants have the same code: " + value);
      }
      byCode[value.code()] = value;
    }
  }

  /** The constant with that code, or null. */
  public @Nullable E find(int code) {
    return code >= 0 && code < CODES ? byCode[code] : null;
  }

  /** The constant with that code; throws if there is none. */
  public E get(int code) throws WireException {
    E found = find(code);
    if (found == null) {
      throw new WireException("unknown " + what);
    }
    return found;
  }
}
