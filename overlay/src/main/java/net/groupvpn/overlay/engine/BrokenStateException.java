package net.groupvpn.overlay.engine;

/**
 * The engine's state contradicts itself, so nothing that it does from now on can be relied on. Ends
 * the engine. No input may cause it.
 */
public final class BrokenStateException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** {@code contradiction} names the two parts of the state that do not fit together. */
  public BrokenStateException(String contradiction) {
    super(contradiction);
  }
}
