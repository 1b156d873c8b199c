package net.groupvpn.portal.web;

import io.javalin.http.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A file from the program's own resources. */
public final class StaticFile {
  private static final String CACHE = "public, max-age=600";

  private StaticFile() {}

  public static Handler of(String name, String contentType) {
    var content = read("/static/" + name);
    return context ->
        context.header("Cache-Control", CACHE).contentType(contentType).result(content);
  }

  private static byte[] read(String resource) {
    try (var in = StaticFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
