package net.groupvpn.overlay.dht.rpc;

import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Bytes with their signer's certificate and signature, verified or not.
 *
 * @param content the signed bytes; they begin with a text that names their purpose
 */
public record Signed(byte[] content, byte[] certificate, byte[] signature) {
  /** Longest certificate, bytes. */
  public static final int MAX_CERTIFICATE_BYTES = 2_048;

  /** Longest signed content, bytes: a value and its surrounding fields. */
  public static final int MAX_CONTENT_BYTES = 1_400;

  private static final int SIGNATURE_BYTES = 64;

  /** Reads what {@link #write} wrote. */
  public static Signed read(WireReader reader) throws WireException {
    return read(reader, MAX_CONTENT_BYTES);
  }

  /** The same with another limit for the content. */
  public static Signed read(WireReader reader, int maxContentBytes) throws WireException {
    return new Signed(
        reader.variable(maxContentBytes),
        reader.variable(MAX_CERTIFICATE_BYTES),
        reader.fixed(SIGNATURE_BYTES));
  }

  /** Appends all three parts. */
  public void write(WireWriter writer) {
    writer.variable(content).variable(certificate).fixed(signature);
  }

  /** Bytes that {@link #write} appends. */
  public int wireBytes() {
    return 2 * Short.BYTES + content.length + certificate.length + signature.length;
  }
}
