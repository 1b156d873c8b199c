package net.groupvpn.overlay.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import net.groupvpn.overlay.io.stream.ClientHello.Kind;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
  private static ByteBuffer helloOf(SSLEngine engine) throws Exception {
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return out.flip();
  }

  private static ByteBuffer browser(String... applications) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("portal.example.org", 443);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(applications);
    engine.setSSLParameters(parameters);
    engine.setUseClientMode(true);
    return helloOf(engine);
  }

  private static ByteBuffer stream() throws Exception {
    return helloOf(new StreamTls(new SecureRandom()).engine(true));
  }

  @Test
  void aStreamIsToldFromBrowsersAndOtherPrograms() throws Exception {
    assertThat(ClientHello.kind(stream())).isEqualTo(Kind.STREAM);
    assertThat(ClientHello.kind(browser())).isEqualTo(Kind.OTHER);
    assertThat(ClientHello.kind(browser("http/1.1"))).isEqualTo(Kind.OTHER);
    assertThat(ClientHello.kind(browser("h2", "http/1.1"))).isEqualTo(Kind.OTHER);
  }

  @Test
  void nothingIsDecidedBeforeTheMessageIsThere() throws Exception {
    ByteBuffer hello = stream();
    for (int length = 0; length < hello.limit(); length++) {
      assertThat(ClientHello.kind(hello.slice(0, length))).isEqualTo(Kind.UNFINISHED);
    }
  }

  @Test
  void whatIsNoTlsOrTooLongIsNoStream() {
    assertThat(ClientHello.kind(ByteBuffer.wrap(new byte[] {'G', 'E', 'T'}))).isEqualTo(Kind.OTHER);
    byte[] tooLong = {22, 3, 1, (byte) 0xff, (byte) 0xff};
    assertThat(ClientHello.kind(ByteBuffer.wrap(tooLong))).isEqualTo(Kind.OTHER);
  }

  @Test
  void damagedMessagesNeverThrow() throws Exception {
    Random random = new Random(28);
    byte[] hello = new byte[stream().remaining()];
    stream().get(hello);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = hello.clone();
      for (int j = 0; j < 3; j++) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
      }
      assertThatCode(() -> ClientHello.kind(ByteBuffer.wrap(damaged))).doesNotThrowAnyException();
    }
  }
}
