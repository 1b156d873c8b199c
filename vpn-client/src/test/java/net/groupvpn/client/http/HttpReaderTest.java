package net.groupvpn.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpReaderTest {
  private static final int MAX = 16;

  private static HttpReader reader(String text) {
    byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return new HttpReader(new ByteArrayInputStream(bytes), MAX);
  }

  private static String body(String text) throws IOException {
    return new String(reader(text).read("GET").body(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aBodyEndsByItsLengthByChunksOrWithTheConnection() throws IOException {
    assertThat(body("HTTP/1.1 200 OK\nContent-Length: 4\n\nabcdefgh")).isEqualTo("abcd");
    assertThat(body("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;x=y\nab\n2\ncd\n0\n\n"))
        .isEqualTo("abcd");
    assertThat(body("HTTP/1.1 200 OK\n\nabcd")).isEqualTo("abcd");
  }

  @Test
  void whatIsTooLongIsReadUpToAByteMore() throws IOException {
    String much = "x".repeat(100);
    assertThat(body("HTTP/1.1 200 OK\nContent-Length: 100\n\n" + much)).hasSize(MAX + 1);
    assertThat(body("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n64\n" + much)).hasSize(MAX + 1);
    assertThat(body("HTTP/1.1 200 OK\n\n" + much)).hasSize(MAX + 1);
  }

  @Test
  void aConnectionIsKeptIfTheAnswerEndsWithoutIt() throws IOException {
    HttpReader kept = reader("HTTP/1.1 304 Not Modified\nDate: today\n\n");
    assertThat(kept.read("HEAD").header("Date")).isEqualTo("today");
    assertThat(kept.isReusable()).isTrue();
    for (String text :
        List.of(
            "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 0\n\n",
            "HTTP/1.1 200 OK\n\n",
            "HTTP/1.1 200 OK\nContent-Length: 100\n\n" + "x".repeat(100))) {
      HttpReader closed = reader(text);
      closed.read("GET");
      assertThat(closed.isReusable()).as(text).isFalse();
    }
  }

  @Test
  void whatIsNoAnswerIsAnIoProblem() {
    for (String text :
        List.of(
            "",
            "hello\n",
            "HTTP/1.1 200 OK\nContent-Length: -1\n\n",
            "HTTP/1.1 200 OK\nContent-Length: 4\n\nab",
            "HTTP/1.1 abc\n\n",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n",
            "HTTP/1.1 200 OK\n" + "a: b\n".repeat(1_000),
            "HTTP/1.1 200 " + "x".repeat(100_000))) {
      assertThatThrownBy(() -> reader(text).read("GET")).isInstanceOf(IOException.class);
    }
  }
}
