package net.groupvpn.client.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** {@code nft monitor trace}, for a moment. */
public final class NftMonitor implements ForwardTest.Traces {
  /** It says nothing when it is ready, so it gets so long before and after. */
  private static final long MOMENT_MILLIS = 700;

  private static final int MAX_BYTES = 65_536;

  @Override
  public String during(Runnable action) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder("nft", "monitor", "trace").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("cannot run `nft monitor trace`: " + e.getMessage(), e);
    }
    try {
      process.getOutputStream().close();
      process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      action.run();
      process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      // Before it is ended, which closes the stream.
      InputStream output = process.getInputStream();
      byte[] printed = output.readNBytes(Math.min(MAX_BYTES, output.available()));
      return new String(printed, StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while nft traced", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
