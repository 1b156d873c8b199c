package net.groupvpn.overlay.engine;

/**
 * The engine's own state contradicts itself, so that nothing it does from here on can be relied on.
 * Ends the engine, whatever input was being handled; no input may be the reason for it.
 */
public final class BrokenStateException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** {@code contradiction} says which two parts of the state do not fit together. */
  public BrokenStateException(String contradiction) {
    super(contradiction);
  }
}
