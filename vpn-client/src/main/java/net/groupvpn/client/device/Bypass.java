package net.groupvpn.client.device;

import java.io.IOException;

/**
 * How the client's own packets leave beside a tunnel into which the machine's default routes lead.
 * Thread-safe; does not block.
 */
public interface Bypass {
  /** There is none: packets go where the machine's routes lead. */
  Bypass NONE =
      new Bypass() {
        @Override
        public void byDevice(UplinkNetworks underlay) throws IOException {
          throw new IOException("this machine cannot send past its own routes");
        }

        @Override
        public void byFrames(FrameWays ways) throws IOException {
          throw new IOException("this machine cannot send frames of its own");
        }

        @Override
        public void end() {}
      };

  /**
   * They name the network card by which they leave from now on, as the kernel's routes would lead
   * without the tunnel's.
   *
   * @throws IOException if that is not possible here; the message says why
   */
  void byDevice(UplinkNetworks underlay) throws IOException;

  /**
   * Those of the UDP port leave, and come, as Ethernet frames of the client's own from now on; the
   * others as in {@link #byDevice}.
   *
   * @throws IOException if that is not possible here; the message says why
   */
  void byFrames(FrameWays ways) throws IOException;

  /** How many frames were malformed, or for somebody else, and so dropped. */
  default long droppedFrames() {
    return 0;
  }

  /** They go where the machine's routes lead from now on. */
  void end();
}
