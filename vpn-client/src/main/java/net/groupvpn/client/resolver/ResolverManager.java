package net.groupvpn.client.resolver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program, or a file, that decides which name servers this machine asks. Blocks. */
interface ResolverManager {
  /** Its name in {@code status}. */
  String name();

  /** Whether it is in charge on this machine now. */
  boolean isInCharge() throws IOException;

  /**
   * Configures it. Doing so twice does no harm.
   *
   * @throws IOException if it failed; the message says why, and {@link #undoScript} reverts
   *     whatever was changed
   */
  void apply(ResolverPlan plan) throws IOException;

  /**
   * A script for {@code sh} that reverts everything, even where only part of it, or nothing, was
   * done. It runs on its own when this process is killed.
   */
  String undoScript(ResolverPlan plan);

  /** Why the group's names do not resolve although it was configured; null if they do. */
  default @Nullable String problem(ResolverPlan plan) throws IOException {
    return null;
  }
}
