package net.groupvpn.client.portmap;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One way to ask a router. Calls block for a few seconds at most; one thread. */
interface MappingProtocol {
  MappingMethod method();

  /**
   * Asks for a mapping of one of this machine's ports, or extends the present one.
   *
   * @param wish the external port to ask for; the router may choose another one
   * @return null if the router does not answer, or refuses; either is counted
   * @throws IOException if nothing can be sent, or the router does not listen
   */
  @Nullable MappedPort map(Gateway gateway, OwnPort own, int wish) throws IOException;

  /** Gives a mapping back; best effort. */
  void unmap(MappedPort held, OwnPort own) throws IOException;
}
