package org.beeyard.boot;

import io.smallrye.config.ConfigMapping.NamingStrategy;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** What the interfaces' annotations forbid. Quarkus looks at them too, when it is too late to tell them with all else. */
final class AnnotatedBounds implements BeanValidationConfigValidator {

    private final Validator validator = Validation.byProvider(HibernateValidator.class)
            .configure()
            .defaultLocale(Locale.ENGLISH)
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    static List<String> problems(SmallRyeConfig config, List<Class<?>> read) {
        AnnotatedBounds bounds = new AnnotatedBounds();
        List<String> problems = new ArrayList<>();
        for (Class<?> part : read) {
            try {
                String prefix = ConfigClass.configClass(part).getPrefix();
                bounds.validateMapping(part, prefix, config.getConfigMapping(part));
            } catch (ConfigValidationException e) {
                for (int i = 0; i < e.getProblemCount(); i++) {
                    problems.add(e.getProblem(i).getMessage());
                }
            }
        }
        return problems;
    }

    @Override
    public Validator getValidator() {
        return validator;
    }

    @Override
    public String interpolateMessage(
            String path, NamingStrategy naming, Property property, ConstraintViolation<?> violation) {
        String words = " " + violation.getMessage();
        String all = BeanValidationConfigValidator.super.interpolateMessage(path, naming, property, violation);
        return all.substring(0, all.length() - words.length()) + ":" + words + ".";
    }
}
