package net.groupvpn.client.resolver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One program, or file, that decides which name servers this machine asks. Blocks. */
interface ResolverManager {
  /** As {@code status} shows it. */
  String name();

  /** Whether it decides on this machine at the moment. */
  boolean isInCharge() throws IOException;

  /**
   * Tells it. Doing so twice does no harm.
   *
   * @throws IOException if it did not work; the message says why, and nothing stays changed but
   *     what {@link #undoScript} takes back
   */
  void apply(ResolverPlan plan) throws IOException;

  /**
   * A script for {@code sh} that takes everything back, also where part of it, or nothing, was
   * done. It runs on its own when this process is killed.
   */
  String undoScript(ResolverPlan plan);

  /** Why the group's names do not resolve although it was told; null if they do. */
  default @Nullable String problem(ResolverPlan plan) throws IOException {
    return null;
  }
}
