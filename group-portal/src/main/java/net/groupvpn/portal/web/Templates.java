package net.groupvpn.portal.web;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The pages' templates; every value is escaped by Thymeleaf (no template uses {@code th:utext}).
 */
public final class Templates {
  private final TemplateEngine engine = new TemplateEngine();
  private final Clock clock;

  public Templates(Clock clock) {
    this.clock = clock;
    var resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
    resolver.setPrefix("templates/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    resolver.setCacheable(true);
    engine.setTemplateResolver(resolver);
    engine.setLinkBuilder(new PlainLinks());
  }

  String render(String template, Map<String, @Nullable Object> model) {
    var full = new LinkedHashMap<>(model);
    full.put("times", new Times(clock.instant()));
    return engine.process(template, new Context(Locale.ENGLISH, full));
  }
}
